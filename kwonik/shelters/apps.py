from kwonik.kernel.areas import Area


class SheltersConfig(Area):
    name = "kwonik.shelters"
    verbose_name = "쉼터"
    default = True
