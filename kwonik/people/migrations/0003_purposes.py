from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_instructors_and_riders'),
    ]

    operations = [
        migrations.AlterField(
            model_name='personaldataaccess',
            name='purpose',
            field=models.CharField(choices=[('counselling', '상담'), ('remedy', '권리구제'), ('wellbeing', '심리상담'), ('support', '사업 신청 접수와 지원'), ('education', '교육 신청 접수와 운영'), ('consulting', '컨설팅 지원'), ('rental', '공간 대관'), ('search', '내담자 찾기'), ('assignment', '보호관 배정'), ('correction', '기록 고치기'), ('import', '대장 가져오기'), ('draft', '쓰던 글 이어 쓰기'), ('rotation', '암호 열쇠 바꾸기')], max_length=20, verbose_name='목적'),
        ),
    ]
