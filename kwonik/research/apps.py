from kwonik.kernel.areas import Area


class ResearchConfig(Area):
    name = "kwonik.research"
    verbose_name = "조사·연구"
    default = True
