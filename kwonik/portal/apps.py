from kwonik.kernel.areas import Area


class PortalConfig(Area):
    name = "kwonik.portal"
    verbose_name = "공개 통계"
    default = True
