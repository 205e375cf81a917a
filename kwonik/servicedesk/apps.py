from kwonik.kernel.areas import Area


class ServicedeskConfig(Area):
    name = "kwonik.servicedesk"
    verbose_name = "전산 요청"
    default = True
