from kwonik.kernel.areas import Area


class EducationConfig(Area):
    name = "kwonik.education"
    verbose_name = "교육"
    default = True
