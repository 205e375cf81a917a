from kwonik.kernel.areas import Area


class ActivitiesConfig(Area):
    name = "kwonik.activities"
    verbose_name = "사업 활동"
    default = True
