"""One text, however it is written: forms that Unicode, a script or a keyboard allows give one folded text."""

# ruff: noqa: E501  East Asian letters count twice, and pointed ones for each mark

from __future__ import annotations

import unicodedata

import ftfy.bad_codecs  # noqa: F401  registers the codec below
import pytest

from dupdetect import Verdict, compare
from dupdetect.pipeline import scan
from dupdetect.text import fold_text, folding_table, forms, transcription

KOREAN = (
    "시립 도서관은 지난달 폭우로 지하 서고가 물에 잠긴 뒤 오래된 지도 이백여 점을 말리고 있다. 사서들은 지도를 한 장씩 흡수지 사이에 "
    "끼우고 이틀마다 갈아 준다고 말했다. 가장 오래된 지도는 삼백 년 전의 항구를 그린 것이며 다행히 색이 거의 번지지 않았다."
)
JAPANESE = (
    "町の図書館は先月の大雨で地下の書庫が水につかったため、古い地図およそ二百枚を乾かしている。司書たちは一枚ずつ紙の間にはさみ、"
    "二日ごとに取り替えているという。いちばん古い地図は三百年前の港をえがいたもので、色はほとんどにじんでいなかった。"
)
CHINESE = (
    "上个月的大雨淹没了市图书馆的地下书库，馆员正在晾干两百多张旧地图。他们把地图一张一张夹在吸水纸之间，每两天换一次纸。"
    "最古老的一张地图画的是三百年前的港口，颜色几乎没有晕开。修复工作预计要到明年春天才能结束，费用由一家基金会承担。"
)
ARABIC = (
    "غمرت أمطار الشهر الماضي قبو مكتبة المدينة فأخذ أمناؤها يجففون نحو مئتي خريطة قديمة. ويضعون كل خريطة بين ورقتين ماصتين "
    "ويبدلونهما كل يومين كما قالت مديرة المكتبة. وأقدم الخرائط تصور الميناء قبل ثلاثة قرون ولم تكد ألوانها تسيل. وينتظر أن ينتهي "
    "الترميم في الربيع المقبل على نفقة مؤسسة من العاصمة"
)
PERSIAN = (
    "باران ماه گذشته زیرزمین کتابخانه شهر را پر از آب کرد و کتابداران نزدیک به دویست نقشه کهنه را خشک می‌کنند. آنها هر نقشه را "
    "میان دو کاغذ می‌گذارند و هر دو روز یک بار کاغذها را عوض می‌کنند. کهنه‌ترین نقشه بندر را در سیصد سال پیش نشان می‌دهد."
)
URDU = (
    "پچھلے مہینے کی بارش سے شہر کے کتب خانے کا تہہ خانہ پانی سے بھر گیا اور عملہ تقریباً دو سو پرانے نقشے سکھا رہا ہے۔ ہر نقشہ "
    "دو کاغذوں کے بیچ رکھا جاتا ہے اور ہر دو دن بعد کاغذ بدلے جاتے ہیں۔ سب سے پرانا نقشہ تین سو سال پہلے کی بندرگاہ کا ہے۔"
)
POINTED = "הַגֶּשֶׁם שֶׁל הַחֹדֶשׁ שֶׁעָבַר הֵצִיף אֶת מַרְתֵּף הַסִּפְרִיָּה הָעִירוֹנִית וְהַסַּפְרָנִים מְיַבְּשִׁים כְּמָאתַיִם מַפּוֹת יְשָׁנוֹת בֵּין דַּפֵּי נְיָר סוֹפֵג"
HEBREW = "".join(c for c in POINTED if not unicodedata.combining(c))
GREEK = (
    "Η βροχή του περασμένου μήνα πλημμύρισε το υπόγειο της δημοτικής βιβλιοθήκης και οι υπάλληλοι στεγνώνουν διακόσιους παλιούς "
    "χάρτες. Κάθε χάρτης μπαίνει ανάμεσα σε δύο φύλλα χαρτιού, που αλλάζουν κάθε δύο μέρες. Ο παλαιότερος δείχνει το λιμάνι."
)
TURKISH = (
    "Geçen ayın yağmuru şehir kütüphanesinin bodrumunu su altında bıraktı ve görevliler iki yüz kadar eski haritayı kurutuyor. "
    "Her harita iki kâğıdın arasına konuyor, kâğıtlar iki günde bir değiştiriliyor. En eskisi üç yüz yıl önceki limanı gösteriyor."
)
HINDI = "पिछले महीने की बारिश से शहर के पुस्तकालय का तहख़ाना पानी से भर गया और कर्मचारी क़रीब दो सौ पुराने नक़्शे सुखा रहे हैं"
BENGALI = "গত মাসের বৃষ্টিতে শহরের গ্রন্থাগারের পুরোনো মানচিত্রগুলো ভিজে গেছে এবং কর্মীরা সেগুলো শুকোচ্ছেন"
VIETNAMESE = (
    "Trận mưa tháng trước làm ngập tầng hầm thư viện thành phố và các thủ thư đang hong khô gần hai trăm tấm bản đồ cũ. "
    "Mỗi tấm được kẹp giữa hai tờ giấy thấm, cứ hai ngày thay một lần. Tấm cổ nhất vẽ bến cảng ba trăm năm về trước."
)
CZECH = (
    "Loňský déšť zaplavil sklep městské knihovny a knihovníci suší asi dvě stě starých map. Každou mapu vkládají mezi dva "
    "listy savého papíru a ty každé dva dny vyměňují. Nejstarší mapa ukazuje přístav před třemi sty lety a její barvy se "
    "téměř nerozpily. Opravy mají skončit na jaře a platí je nadace z hlavního města."
)
POLISH = (
    "Zeszłomiesięczna ulewa zalała piwnicę biblioteki miejskiej, a bibliotekarze suszą około dwustu starych map. Każdą mapę "
    "wkładają między dwa arkusze bibuły i co dwa dni je wymieniają. Najstarsza przedstawia przystań sprzed trzystu lat."
)
GERMAN = (
    "Der Regen im vergangenen Monat überflutete den Keller der Stadtbücherei, und die Bibliothekare trocknen nun rund "
    "zweihundert ältere Landkarten. Jede Karte wird zwischen zwei Löschblätter gelegt, die alle zwei Tage gewechselt werden "
    "müssen. Die älteste zeigt den Hafen vor dreihundert Jahren, und ihre Farben sind kaum verlaufen. Im Frühjahr sollen die "
    "Arbeiten schließlich enden; eine Stiftung trägt die Kosten dafür."
)
DANISH = (
    "Regnen i sidste måned oversvømmede kælderen under byens bibliotek, og bibliotekarerne tørrer nu omkring to hundrede ældre "
    "kort. Hvert kort lægges mellem to stykker trækpapir, som skiftes hver anden dag. Det ældste viser havnen for tre hundrede "
    "år siden, og farverne er næsten ikke løbet ud. Arbejdet skal være færdigt til foråret, og en fond betaler for det hele."
)


def half_width(text: str) -> str:
    """Katakana of half width in the place of hiragana and katakana, their voice marks apart."""
    table = {unicodedata.normalize("NFKC", chr(p)): chr(p) for p in range(0xFF66, 0xFF9E)}
    letters = (chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in text)
    marks = {"\u3099": "\uff9e", "\u309a": "\uff9f"}
    return "".join(table.get(c, marks.get(c, c)) for c in unicodedata.normalize("NFD", "".join(letters)))


def presented(text: str) -> str:
    """Arabic letters in the isolated forms that old programs print."""
    table = {unicodedata.normalize("NFKC", chr(p)): chr(p) for p in range(0xFEFC, 0xFE7F, -1)}
    return "".join(table.get(c, c) for c in text)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def capitals(text: str) -> str:
    """Greek capitals, which have no accents."""
    return "".join(c for c in nfd(text).upper() if not unicodedata.combining(c))


SAME = {
    "Korean, syllables taken apart": (KOREAN, nfd(KOREAN)),
    "Japanese, voice marks apart": (JAPANESE, nfd(JAPANESE)),
    "Japanese, half width": (JAPANESE.translate({p: p + 0x60 for p in range(0x3041, 0x3097)}), half_width(JAPANESE)),
    "Arabic, hamzas apart": (ARABIC, nfd(ARABIC)),
    "Arabic, vowels": (ARABIC, "".join(c + "\u064e" * (c in "كلمنبت") + "\u0651" * (c in "رسد") for c in ARABIC)),
    "Arabic, vowels with hamzas apart": (ARABIC, nfd("".join(c + "\u064e" * c.isalpha() for c in ARABIC))),
    "Arabic, stretched": (ARABIC, ARABIC.replace("لم", "لـم").replace("كت", "كــت")),
    "Arabic, isolated forms": (ARABIC, presented(ARABIC)),
    "Arabic, alefs without hamzas": (ARABIC, ARABIC.translate(str.maketrans("أإآ", "ااا"))),
    "Arabic, final letters exchanged": (ARABIC, ARABIC.translate(str.maketrans("ةى", "هي"))),
    "Persian on an Arabic keyboard": (PERSIAN, PERSIAN.translate(str.maketrans("یک", "يك"))),
    "Urdu on an Arabic keyboard": (URDU, URDU.translate(str.maketrans("یکہ", "يكه"))),
    "Hebrew, pointed": (HEBREW, POINTED),
    "Hebrew, pointed in forms of old fonts": (HEBREW, POINTED.replace("שׁ", "\ufb2a")),
    "Chinese, radicals": (CHINESE, CHINESE.translate(str.maketrans("一大水用色見", "⼀⼤⽔⽤⾊⾒"))),
    "Chinese, radicals of the supplement": (CHINESE + "长门页", CHINESE + "⻓⻔⻚"),
    "Chinese, spaced": (CHINESE, " ".join(CHINESE)),
    "Japanese, spaced": (JAPANESE, "\u3000".join(JAPANESE)),
    "Chinese, wrapped": (CHINESE, "\n".join(CHINESE[i : i + 25] for i in range(0, len(CHINESE), 25))),
    "long s": (GERMAN, GERMAN.replace("s", "ſ")),
    "German capitals": (GERMAN, GERMAN.upper()),
    "Greek capitals": (GREEK, capitals(GREEK)),
    "Greek, accents apart": (GREEK, nfd(GREEK)),
    "Turkish capitals": (TURKISH, TURKISH.replace("i", "İ").upper()),
    "Hindi, dots apart": (HINDI, HINDI.replace("ख\u093c", "\u0959").replace("क\u093c", "\u0958")),
    "Bengali, vowels apart": (BENGALI, nfd(BENGALI)),
    "Vietnamese, accents apart": (VIETNAMESE, nfd(VIETNAMESE)),
    "Czech, accents apart": (CZECH, nfd(CZECH)),
    "two letters as one": (
        "The official office floor is fluffy in affluent offices",
        "The oﬃcial oﬃce ﬂoor is ﬂuﬀy in aﬄuent oﬃces",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_text_in_another_form_is_the_same_text(name: str) -> None:
    text, other = SAME[name]
    assert text != other
    found = compare(text, other)
    assert (found.verdict, found.disguises) == (Verdict.IDENTICAL, ())
    (pair,) = scan({"a": text, "b": other}).pairs
    assert pair.verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("name", SAME)
def test_offsets_count_the_untouched_text(name: str) -> None:
    text, other = SAME[name]
    for written in (text, other):
        fold = fold_text(written)
        if fold.origin is None or fold.until is None:
            assert len(fold.text) == len(written)
            continue
        assert (fold.origin[1:] >= fold.origin[:-1]).all()
        for i in range(0, len(fold.text), 7):
            start, end = int(fold.origin[i]), int(fold.until[i])
            assert fold.text[i] in fold_text(written[start:end]).text + "σ"


def bare(text: str) -> str:
    return "".join(map(forms.bare_form, text))


TYPED = {
    "Polish": (POLISH, bare(POLISH), "letters without their diacritics"),
    "Czech": (CZECH, bare(CZECH), "letters without their diacritics"),
    "Vietnamese": (VIETNAMESE, bare(VIETNAMESE), "letters without their diacritics"),
    "Turkish": (TURKISH, bare(TURKISH).replace("ı", "i"), "letters without their diacritics"),
    "German, bare": (GERMAN, bare(GERMAN), "letters without their diacritics"),
    "German, two letters": (
        GERMAN,
        "".join(map(transcription.SPELLINGS["de"], GERMAN)).replace("ß", "ss"),
        "two letters for one with a diacritic",
    ),
    "Danish, two letters": (
        DANISH,
        "".join(map(transcription.SPELLINGS["da"], DANISH)),
        "two letters for one with a diacritic",
    ),
}


@pytest.mark.parametrize("name", TYPED)
def test_a_copy_typed_without_diacritics_is_a_near_copy_and_says_so(name: str) -> None:
    text, other, disguise = TYPED[name]
    for a, b, typed in ((text, other, "b"), (other, text, "a")):
        found = compare(a, b)
        assert found.verdict is Verdict.NEAR_COPY
        assert [(item.article, item.text) for item in found.disguises] == [(typed, disguise)]
    (pair,) = scan({"a": text, "b": other}).pairs
    assert pair.verdict is Verdict.NEAR_COPY


def test_spelling_brings_no_strangers_together() -> None:
    assert compare(POLISH, bare(CZECH)).verdict is Verdict.INDEPENDENT
    found = compare(GERMAN, "The board will meet again in May, and the wall is to be rebuilt before the winter. " * 3)
    assert (found.verdict, found.disguises) == (Verdict.INDEPENDENT, ())


@pytest.mark.parametrize(
    "text", ["गाना", "गीत", "ก่า", "กา", "কি", "কী", "மொழி", "ശരി", "ມື້", "ខ្មែរ", "ދިވެހި", "й", "ç", "ö"]
)
def test_signs_that_tell_words_apart_stay(text: str) -> None:
    assert fold_text(text).text == text


@pytest.mark.parametrize("text", ["می‌شود و نمی‌توانند", "क्‍ष न्‌य", "👩‍🚀 ❤️ went", "\u200fשלום\u200e"])
def test_joiners_that_a_script_needs_are_no_disguise(text: str) -> None:
    assert fold_text(text).disguises == ()


RUSSIAN = (
    "Дождь прошлого месяца затопил подвал городской библиотеки, и сотрудники сушат около двухсот старых карт. Каждую кладут "
    "между двумя листами бумаги и меняют их раз в два дня. Самая старая показывает «новую» гавань триста лет назад."
)


def test_russian_read_as_windows_1251_is_mended() -> None:
    for misread in (
        RUSSIAN.encode().decode("sloppy-windows-1251"),
        f"Ещё «раз». {RUSSIAN}".encode().decode("sloppy-windows-1251"),
    ):
        assert fold_text(misread).text.endswith(RUSSIAN.lower())
        assert fold_text(misread).disguises == ("letters in a wrong encoding",)


@pytest.mark.parametrize(
    "text", ["СЕРБСКИЙ РІК", "СССР» и РФ»", "СІРІ МУРИ", "Сёмга, Рёв, рісі", "СЈЕВЕР И РЈЕЧНИК", "Сўз"]
)
def test_cyrillic_that_is_no_wrong_encoding_stays(text: str) -> None:
    assert "letters in a wrong encoding" not in fold_text(text).disguises
    assert fold_text(text).text == text.lower()


def test_letters_misread_twice_are_mended() -> None:
    text = "L’élève a été reçu à l’école, où le café coûte déjà 2 € — c’est beaucoup."
    once = text.encode().decode("sloppy-windows-1252")
    twice = once.encode().decode("sloppy-windows-1252")
    for misread in (once, twice):
        assert fold_text(misread).text == text.lower()
        assert fold_text(misread).disguises == ("letters in a wrong encoding",)


def test_the_class_of_what_composes_is_unicodes() -> None:
    """Every second half of a canonical composition is known, so that no decomposed text is missed."""
    known = set("".join(chr(p) for p in range(0x300, 0x370)) + "\u0653\u0654\u0655\u0c56\u0dca\u3099\u309a\U000110ba")
    known |= set(forms.LATER_PARTS)
    for point in range(0x110000):
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            pair = "".join(chr(int(part, 16)) for part in parts)
            if unicodedata.normalize("NFC", pair) == chr(point) and pair[1] <= "\U00011fff":
                assert pair[1] in known, hex(ord(pair[1]))


def test_fingerprints_need_no_python_for_most_of_europe() -> None:
    from dupdetect.kernels.words import ODD

    alphabet = folding_table().alphabet
    for text in (GERMAN, POLISH, CZECH, VIETNAMESE, TURKISH, GREEK, DANISH, ARABIC, PERSIAN, URDU, POINTED, HINDI):
        assert not [c for c in text if alphabet[ord(c)] & ODD]
