from kwonik.kernel.areas import Area


class PlanningConfig(Area):
    name = "kwonik.planning"
    verbose_name = "계획과 목표"
    default = True
