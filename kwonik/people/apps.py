from kwonik.kernel.areas import Area


class PeopleConfig(Area):
    name = "kwonik.people"
    verbose_name = "사람"
    default = True
