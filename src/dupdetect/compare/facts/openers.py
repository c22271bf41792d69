"""Words that open a sentence and are no names, by language: articles, prepositions, pronouns and conjunctions.

They have a capital there, so that "Nach Anna Brandt" looks like a name of three words. Titles are not listed: where
nouns have capitals, the last two words of a name tell it from others.
"""

from __future__ import annotations

OF = {
    "en": (
        "the a an in on at by for from to of and but or nor so yet as if when while after before since until "
        "because although though he it she they we you i his her its their our my this that these those there "
        "here what who how why where which not no all any some many most more both each every other another with "
        "without now then today yesterday meanwhile however also only just even still instead asked under over "
        "between during about against one two three"
    ),
    "de": (
        "der die das des dem den ein eine einer eines einem einen im am vom zum zur beim ins ans in an auf aus "
        "bei mit nach seit von zu für durch gegen ohne um bis vor über unter neben zwischen hinter während wegen "
        "trotz laut gemäß rund etwa und oder aber denn doch sondern wenn als ob weil da dass nachdem bevor obwohl "
        "damit sobald er sie es wir ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere "
        "dieser diese dieses diesem diesen jener jede jeder jedes alle allein auch nur noch schon nun jetzt dann "
        "dort hier so wie was wer wo warum mehr viele einige beide heute gestern inzwischen zuletzt zudem "
        "außerdem dabei dafür dagegen danach darauf hinzu zwei drei vier keine kein man sich nicht künftig "
        "allerdings insgesamt derzeit zugleich bereits erst statt weder viel manche solche etliche"
    ),
    "fr": (
        "le la les un une des du de d l au aux en dans sur sous avec sans pour par chez vers entre depuis pendant "
        "avant après selon malgré contre jusqu dès et ou mais donc or ni car si quand lorsque comme il elle ils "
        "elles on nous vous je ce cet cette ces c son sa ses leur leurs notre nos qui que qu quoi où pourquoi "
        "comment tout toute tous toutes plus moins aussi ainsi alors hier aujourd demain deux trois quatre ici là "
        "puis enfin ensuite même grâce face lors ne n y à"
    ),
    "es": (
        "el la los las un una unos unas lo de del al a en con sin por para sobre bajo entre desde hasta hacia "
        "según tras ante contra durante mediante y e o u pero sino si cuando mientras como aunque porque que qué "
        "quién quien cuál donde él ella ellos ellas ello su sus este esta estos estas ese esa esos esas aquel "
        "aquella nuestro nuestra no ya también además así entonces ayer hoy mañana ahora aquí allí todo toda "
        "todos todas muchos otros otro otra cada más menos dos tres cuatro se le les nos después antes luego solo"
    ),
    "it": (
        "il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla dai nel "
        "nello nella nei negli nelle sul sulla sui di a da in con su per tra fra e ed o ma se quando mentre come "
        "anche perché che chi cosa dove lui lei loro egli ella esso suo sua suoi sue questo questa questi queste "
        "quello quella non più già dopo prima durante secondo contro senza ieri oggi domani ora qui così tutti "
        "tutte ogni due tre quattro si ci"
    ),
    "pt": (
        "o a os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela de em com sem por para sobre "
        "sob entre desde até segundo após contra durante e ou mas se quando enquanto como embora porque que quem "
        "onde ele ela eles elas seu sua seus suas este esta estes estas esse essa isso aquele não já também além "
        "assim então ontem hoje amanhã agora aqui todo toda todos todas muitos outros cada mais dois duas três "
        "quatro"
    ),
    "nl": (
        "de het een van in op te voor met aan bij uit over onder door tegen zonder om na naar tot tussen sinds "
        "volgens tijdens en of maar want dus als toen terwijl omdat hoewel dat dit deze die hij zij ze wij we ik "
        "zijn haar hun ons onze wie wat waar waarom hoe niet ook nog al nu dan daar hier gisteren vandaag morgen "
        "alle veel twee drie vier er"
    ),
    "sv": (
        "en ett den det de i på av för med till från om hos vid under över efter före mellan mot utan enligt och "
        "eller men så när medan eftersom att som han hon vi jag hans hennes deras vår denna detta dessa vad vem "
        "var inte också nu då där här idag igår alla två tre fyra"
    ),
    "da": (
        "en et den det de i på af for med til fra om hos ved under over efter før mellem mod uden ifølge og eller "
        "men så når mens fordi at som han hun vi jeg hans hendes deres vores denne dette disse hvad hvem hvor "
        "ikke også nu da der her alle to tre fire"
    ),
    "no": (
        "en et den det de i på av for med til fra om hos ved under over etter før mellom mot uten ifølge og eller "
        "men så når mens fordi at som han hun vi jeg hans hennes deres vår denne dette disse hva hvem hvor ikke "
        "også nå da der her alle to tre fire"
    ),
    "pl": (
        "w we na z ze do od po przy przed za pod nad o u bez dla przez według i a ale lub czy że gdy kiedy jak "
        "jeśli bo ponieważ choć on ona oni one to ten ta te tego jego jej ich nasz co kto gdzie nie też także już "
        "teraz tam tu dziś wczoraj wszyscy dwa trzy cztery"
    ),
    "ru": (
        "в во на с со к ко от до по при перед за под над о об у без для из через после между против около и а но "
        "или что чтобы если когда как пока хотя он она они оно мы вы я это этот эта эти тот та те его ее её их "
        "наш кто где не ни также уже еще ещё сейчас теперь там здесь сегодня вчера все всего два три четыре среди "
        "согласно"
    ),
}
"""By ISO 639-1 code, in small letters."""
