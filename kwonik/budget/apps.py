from kwonik.kernel.areas import Area


class BudgetConfig(Area):
    name = "kwonik.budget"
    verbose_name = "예산"
    default = True
