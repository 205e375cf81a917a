from kwonik.kernel.areas import Area


class ConsultingConfig(Area):
    name = "kwonik.consulting"
    verbose_name = "컨설팅"
    default = True
