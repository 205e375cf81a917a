from kwonik.kernel.areas import Area


class PledgesConfig(Area):
    name = "kwonik.pledges"
    verbose_name = "공약"
    default = True
