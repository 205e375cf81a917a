from kwonik.kernel.areas import Area


class WellbeingConfig(Area):
    name = "kwonik.wellbeing"
    verbose_name = "심리상담"
    default = True
