from kwonik.kernel.areas import Area


class CounsellingConfig(Area):
    name = "kwonik.counselling"
    verbose_name = "상담"
    default = True
