from kwonik.kernel.areas import Area


class CalculatorsConfig(Area):
    name = "kwonik.calculators"
    verbose_name = "계산기"
    default = True
