from kwonik.kernel.areas import Area


class CatalogueConfig(Area):
    name = "kwonik.catalogue"
    verbose_name = "사업 목록"
    default = True
