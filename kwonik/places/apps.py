from kwonik.kernel.areas import Area


class PlacesConfig(Area):
    name = "kwonik.places"
    verbose_name = "기관과 장소"
    default = True
