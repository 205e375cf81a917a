from kwonik.kernel.areas import Area


class RemedyConfig(Area):
    name = "kwonik.remedy"
    verbose_name = "권리구제"
    default = True
