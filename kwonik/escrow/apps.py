from kwonik.kernel.areas import Area


class EscrowConfig(Area):
    name = "kwonik.escrow"
    verbose_name = "프리랜서 안심결제"
    default = True
