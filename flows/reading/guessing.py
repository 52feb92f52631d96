"""Which 8-bit encoding is this text in? A guess by letter pairs and capitals, for Russian, Kazakh and the languages of Western Europe.

Each candidate is tried on every word that holds a byte above 127; a word gains by letter pairs that the language has and loses by those it has
not, by capitals inside a word, by mixed alphabets and by signs no word holds. Candidates that read the words alike are one candidate. The guess is
`sure` only where the best is good in itself and clear of the next best, so that a language unknown here is refused and not garbled.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

# Text to learn letter pairs from: Universal Declaration of Human Rights, articles 1 and 2 (Kazakh: 1), names of States and words of the record.
_RUSSIAN = """
все люди рождаются свободными и равными в своем достоинстве и правах они наделены разумом и совестью и должны поступать в отношении друг друга в духе
братства каждый человек должен обладать всеми правами и всеми свободами провозглашенными настоящей декларацией без какого бы то ни было различия как то в
отношении расы цвета кожи пола языка религии политических или иных убеждений национального или социального происхождения имущественного сословного или иного
положения кроме того не должно проводиться никакого различия на основе политического правового или международного статуса страны или территории к которой
человек принадлежит независимо от того является ли эта территория независимой подопечной несамоуправляющейся или как либо иначе ограниченной в своем
суверенитете республика казахстан федерация россия российская узбекистан кыргызстан таджикистан туркменистан беларусь украина молдова армения азербайджан
грузия литва латвия эстония польша чехия словакия венгрия румыния болгария албания сербия черногория хорватия словения босния и герцеговина северная македония
греция кипр турция германия франция италия испания португалия швейцария австрия бельгия нидерланды люксембург ирландия исландия норвегия швеция финляндия
дания соединенное королевство великобритании и северной ирландии соединенные штаты америки канада мексика гватемала гондурас сальвадор никарагуа коста рика
панама куба гаити доминиканская ямайка барбадос багамские острова тринидад и тобаго гайана суринам венесуэла колумбия эквадор перу боливия парагвай уругвай
чили аргентина бразилия китай япония корея монголия вьетнам лаос камбоджа таиланд малайзия сингапур индонезия филиппины бруней мьянма бангладеш индия непал
бутан шри ланка мальдивские пакистан афганистан иран ирак кувейт саудовская аравия бахрейн катар объединенные арабские эмираты оман йемен иордания ливан сирия
сирийская израиль палестина египет ливия тунис алжир марокко мавритания мали нигер чад судан эфиопия эритрея джибути сомали кения уганда руанда бурунди
танзания мозамбик малави замбия зимбабве ботсвана намибия южная африка лесото эсватини мадагаскар маврикий сейшельские коморские ангола конго габон
экваториальная гвинея камерун центральноафриканская нигерия бенин того гана кот дивуар буркина фасо либерия сьерра леоне бисау сенегал гамбия кабо верде сан
томе и принсипи австралия новая зеландия фиджи вануату самоа тонга тувалу науру кирибати палау микронезия маршалловы соломоновы тимор лешти монако андорра
лихтенштейн мальта сан марино ватикан
москва астана алматы тегеран ташкент бишкек душанбе ашхабад минск киев париж лондон рабат вашингтон берлин мадрид лиссабон женева нью йорк
закон указ приказ постановление правительства президента кодекс уголовный конституция парламент министерство министр обеспечение защита защиты прав человека
ребенка женщин инвалидов беженцев пытки пыток смертная казнь смертной казни отмена ратификация присоединение конвенция протокол факультативный договор
соглашение доклад совет резолюция голосование принято принят за против воздержался вступил в силу дата год примечание источник объявление щит объект съезд
подъезд жюри ёлка ещё её моё трёх счёт учёт хозяйство шахта этаж юстиция ювенальная январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
гражданское общество журналистов свободы слова собраний мирных объединений вероисповедания насилия в семье бытового равенства мужчин возможностей
"""
_KAZAKH = """
барлық адамдар тумысынан азат және қадір қасиеті мен құқықтары тең болып дүниеге келеді адамдарға ақыл парасат ар ождан берілген сондықтан олар бір бірімен
туыстық бауырмалдық қарым қатынас жасаулары тиіс қазақстан республикасы республикасының конституциясы президенті үкіметі заңы заң кодексі қылмыстық жарлығы
қаулысы министрлігі адам құқықтары бостандықтары қорғау қорғаныс бала балалар әйел әйелдер мүгедек мүмкіндігі шектеулі өлім жазасы азаптау азаптауға қарсы
күрес туралы үшін өзгерістер мен толықтырулар енгізу күшіне енді қабылданды қол қойылды тәуелсіздік теңдік өмір өзбекстан қырғызстан тәжікстан түрікменстан
ресей федерациясы қытай үндістан жапония түркия әзербайжан нұр сұлтан астана алматы шымкент қарағанды ақтөбе өскемен көкшетау ғылым білім тіл мемлекеттік
халықаралық шарт хаттама жүзеге асыру жөніндегі баяндама дауыс берді ұйым ұлт ұлттық бірлік сөз әділет сот жүйесі еңбек жұмыс денсаулық сақтау һәм
алтын күн аспаны дән даласы ерліктің дастаны еліме қарашы ежелден ер деген даңқымыз шықты ғой намысын бермеген қазағым мықты
"""
_WESTERN = """
côte d'ivoire république démocratique du congo populaire sénégal bénin guinée équatoriale algérie égypte état états bolivie pérou équateur corée são tomé príncipe
türkiye curaçao españa mónaco panamá méxico égalité norvège suède brésil haïti jamaïque îles émirats géorgie arménie azerbaïdjan koweït bahreïn libéria nigéria
éthiopie érythrée grèce slovénie macédoine fédération tchéquie république israël thaïlande indonésie népal comores réunion françois française français où à être
très après intérêt forêt tempête fête même conseil résolution résolutions décision décisions adoptée adopté présenté présentée déclaration élection règlement
traité création protégé société santé liberté sécurité pauvreté torture enlèvement âge âgées bâtiment théâtre août contrôle hôpital rôle dès succès procès accès
mère père frère système modèle troisième deuxième première siège collège privilège où là voilà déjà règle façon garçon reçu leçon ça çà œuvre sœur cœur naïf noël
maïs héroïne coïncidence sûr dû mûr goût coût août île maître paraître connaître hélène préférence éducation employé employée thème thèmes problème dernière
resolución situación declaración comisión protección educación discriminación nación naciones participación acción año años niño niña niños niñez señor español
española pequeño mañana público pública política político económico médico jurídico democrático república están está más también según así país países día días
derechos árabe áfrica américa óscar ámbito índice único última útil número según sudán afganistán kazajistán irán pakistán japón perú haití taiwán berlín cuestión
resolução não são nações declaração proteção situação educação violência saúde criança crianças mulheres às três mês português você após até também índia áfrica
moçambique guiné josé joão irmã irmãs manhã órfã ações ação avião cabo península órgão
für über österreich können müssen größe straße fußball schön männer mädchen länder völker präsident erklärung förderung bürger rückkehr ständige schutz zürich
völkerrecht außen maßnahme jährlich täglich natürlich gemäß münchen köln düsseldorf änderung übung öffentlich öl
più perché così città libertà attività università già può è né papà curaçao ålesund malmö gävle tromsø københavn færøerne århus norðurland så på når også själv
"""
_CENTRAL = """
wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw są oni obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu
braterstwa łódź kraków gdańsk częstochowa świętokrzyskie województwo żółć węgry białoruś rzeczpospolita współpraca wrocław poznań toruń rzecz państwo państw język
święto księga życie żona człowiek człowieka wolność równość zażółć gęślą jaźń pięć sześć dziewięć będzie może
všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv jsou nadáni rozumem a svědomím česká republika československo příští říše žena dítě šťastný
vláda země úřad ústava společnost výbor účinný bratislava košice ľudské práva spoločnosť môže ďalší
minden emberi lény szabadon születik és egyenlő méltósága és joga van magyarország köztársaság törvény győr szegedi erdő nő gyűlés jövő kézműves
toate ființele umane se nasc libere și egale în demnitate și în drepturi românia bucurești țară ţară în drepturile omului hrvatska čovjek ljudska slobodna građani
"""
_TURKISH = """
bütün insanlar hür haysiyet ve haklar bakımından eşit doğarlar akıl ve vicdana sahiptirler birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler
türkiye cumhuriyeti İstanbul başbakanlık eğitim hakkı İnsan hakları çalışma sosyal güvenlik kırgızistan kazakistan erdoğan cumhurbaşkanı dışişleri bakanlığı özgürlük
işkence görüş çocuk kadın kuruluş kanunu anayasa değişiklik yürürlüğe girdi onaylandı üye ülke ülkeler işçi azınlık sığınma doğu batı güney kuzey ağustos şubat
"""
_RUSSIAN_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
_KAZAKH_LETTERS = _RUSSIAN_LETTERS | frozenset("әғқңөұүһі")
_ALONE = frozenset("ивскоуаяӘ№")  # letters that are a word by themselves
_PUNCTUATION = frozenset("«»„“”‘’–—…№\xa0°§")
_EDGES = str.maketrans(
    "'’İ", "  ı"
)  # an apostrophe is the edge of a word; the capital İ has no small letter of one character
_NO_LETTER = 4.0  # the penalty for a sign that no word holds: one is enough to doubt a short file
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding (Python's name), as a person may know it, the text it makes, and whether it is clear of every other."""

    codec: str
    label: str
    text: str
    sure: bool


@lru_cache
def _pairs(text: str) -> frozenset[str]:
    """Every two neighbours in `text`; a blank stands for the edge of a word, also at an apostrophe."""
    line = f" {' '.join(text.translate(_EDGES).split())} "
    return frozenset(map(str.__add__, line, line[1:]))


def _cyrillic(word: str, letters: frozenset[str], sample: str) -> float:
    """The score of a word; about one for each letter above 127 where it is right."""
    pairs, low = _pairs(sample), word.lower()
    score = 0.0
    for i, ch in enumerate(low):
        if ch in letters:
            if i and low[i - 1] in letters:
                score += 1.0 if low[i - 1 : i + 1] in pairs else -0.6
            else:
                score += 0.5 if len(word) > 1 or ch in _ALONE else -0.5
        elif ch.isascii():
            if ch.isalpha() and ((i and not low[i - 1].isascii()) or (i + 1 < len(low) and low[i + 1] in letters)):
                score -= 1.5
        else:
            score += (
                0.1
                if ch in _PUNCTUATION and (i == 0 or i == len(low) - 1 or low[i - 1] in _PUNCTUATION)
                else -_NO_LETTER
            )
    return score - _capitals(word)


def _latin(word: str, sample: str) -> float:
    """As `_cyrillic`, where most letters are plain and only those with accents tell."""
    pairs, low = _pairs(sample), f" {word.translate(_EDGES).lower()} "
    score = 0.6 * word[1:-1].count("’")
    for i in range(1, len(low) - 1):
        before, ch, after = low[i - 1], low[i], low[i + 1]
        if ch.isascii():
            continue
        if ch.isalpha():
            seen = (f"{before}{ch}" in pairs) + (f"{ch}{after}" in pairs)
            crowded = (
                before.isalpha() and not before.isascii() and seen < 2
            )  # two accents side by side are rare in these languages
            score += (-0.3, 0.6, 1.0)[seen] - crowded * 1.5
        elif ch in _PUNCTUATION:
            inside = before.isalpha() and after.isalpha()
            score += -0.3 if inside else 0.1
        else:
            score -= _NO_LETTER
    return score - _capitals(word)


def _capitals(word: str) -> float:
    """The penalty for capitals inside a word: 1.5 for each that follows a small letter."""
    if word.isupper():
        return 0.0
    return 1.5 * sum(a.islower() and b.isupper() for a, b in itertools.pairwise(word))


def _russian(word: str) -> float:
    return _cyrillic(word, _RUSSIAN_LETTERS, _RUSSIAN)


def _kazakh(word: str) -> float:
    return max(_cyrillic(word, _KAZAKH_LETTERS, _KAZAKH), _russian(word))


def _western(word: str) -> float:
    return _latin(word, _WESTERN)


# A reading must score this much to be believed. Real Russian and Kazakh score 0.8 to 1.0, other languages read as Cyrillic up to 0.65 (measured on names of States).
_CYRILLIC, _LATIN = 0.7, 0.35
_CANDIDATES: tuple[tuple[str, str, Callable[[str], float], float], ...] = (
    ("cp1252", "Windows-1252 (Western European)", _western, _LATIN),
    ("cp1251", "Windows-1251 (Cyrillic)", _russian, _CYRILLIC),
    ("koi8-r", "KOI8-R (Russian)", _russian, _CYRILLIC),
    ("cp866", "DOS 866 (Cyrillic)", _russian, _CYRILLIC),
    ("mac-cyrillic", "Macintosh Cyrillic", _russian, _CYRILLIC),
    ("iso8859-5", "ISO 8859-5 (Cyrillic)", _russian, _CYRILLIC),
    ("kz1048", "KZ-1048 (Kazakh)", _kazakh, _CYRILLIC),
    ("ptcp154", "PT154 (Kazakh)", _kazakh, _CYRILLIC),
    ("iso8859-15", "ISO 8859-15 (Western European)", _western, _LATIN),
    ("mac-roman", "Macintosh Roman", _western, _LATIN),
    ("cp850", "DOS 850 (Western European)", _western, _LATIN),
    ("cp1250", "Windows-1250 (Central European)", lambda word: _latin(word, _CENTRAL), _LATIN),
    ("iso8859-2", "ISO 8859-2 (Central European)", lambda word: _latin(word, _CENTRAL), _LATIN),
    ("cp1254", "Windows-1254 (Turkish)", lambda word: _latin(word, _TURKISH), _LATIN),
)


def _behind(read: tuple[str, ...], best: float, other: tuple[str, ...], score: float) -> bool:
    """Whether a reading is clearly worse than the best: by its score, or by how many of its words are words of the languages at hand."""
    ahead = best - score
    if ahead >= 0.2:
        return True
    known = _known(read) - _known(other)
    return known >= 0.4 or (known >= 0.2 and ahead >= 0.1)


def _known(read: tuple[str, ...]) -> float:
    words = [word for text in read for word in _LETTERS.findall(text.lower())]
    known = _vocabulary()
    return sum(len(word) for word in words if word in known) / max(1, sum(map(len, words)))


@lru_cache
def _vocabulary() -> frozenset[str]:
    samples = f"{_RUSSIAN} {_KAZAKH} {_WESTERN} {_CENTRAL} {_TURKISH}"
    return frozenset(word for word in samples.translate(_EDGES).split() if len(word) > 4 and not word.isascii())


def guess(data: bytes) -> Guess:
    """The likeliest encoding of `data`, which holds bytes above 127 and is not Unicode."""
    words = list(dict.fromkeys(_WORD.findall(data)))[:2000]
    letters = sum(byte > 127 for word in words for byte in word)
    readings: dict[tuple[str, ...], tuple[float, float, str, str]] = {}
    for codec, label, score, enough in _CANDIDATES:
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        read = tuple(word.decode(codec) for word in words)
        mean = sum(map(score, read)) / letters
        if read not in readings or mean > readings[read][0]:
            readings[read] = (mean, enough, codec, label)
    ranked = sorted(((*told, read) for read, told in readings.items()), reverse=True)
    best, enough, codec, label, read = ranked[0]
    clear = all(_behind(read, best, other[-1], other[0]) for other in ranked[1:])
    if enough == _CYRILLIC and letters < 4:
        clear = False  # three letters make a word in any alphabet
    return Guess(codec, label, data.decode(codec), clear and best >= enough)
