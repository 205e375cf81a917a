from kwonik.kernel.areas import Area


class ReportsConfig(Area):
    name = "kwonik.reports"
    verbose_name = "보고서"
    default = True
