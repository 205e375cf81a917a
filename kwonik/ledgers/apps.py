from kwonik.kernel.areas import Area


class LedgersConfig(Area):
    name = "kwonik.ledgers"
    verbose_name = "대장 가져오기"
    default = True
