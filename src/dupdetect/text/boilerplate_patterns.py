"""What pages wrap around an article, as data: patterns of a whole line, by kind, matched without regard to case.

`LINES` apply to lines that do not end like a sentence, `SENTENCES` to any line. A test runs them on news: a pattern
that removes a sentence of news is worse than a missed share bar.
"""

from __future__ import annotations

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_DATE = (
    rf"{_DAY}(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\.?|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?),? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
)
_TIME = r"(?:,?(?: at)? ?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: ?(?:[a-z]{2,4}))?)?"
_TAIL = r"(?: ?[|·•/–—-] ?.{0,80})?"
"""What follows a separator on the same line."""

_NAME = r"(?-i:[A-ZÀ-Þ][\w.'’-]+)(?: (?-i:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|den|al|bin|la|le|and|in))*"
_NETWORK = (
    r"facebook|twitter|x|whatsapp|linked ?in|e-?mail|pinterest|reddit|telegram|instagram|bluesky|mastodon|youtube|"
    r"tiktok|rss|copy(?: the)? link|link|sms|messenger|threads"
)
_ACTION = r"share|tweet|print|save|like|follow|post|pin|send|flag|bookmark|listen|comments?|reply"
_BUTTON = rf"(?:{_ACTION}|{_NETWORK}|on|via|by|to|with|for later|or|and|this|article|story|page|more|\d+)"
"""A word of a share bar: a button, or what joins buttons. One word has one reading, so that nothing is tried twice."""

_LETTER = (
    r"(?:[\w'’-]+ ){0,5}"
    r"(?:newsletters?|channel|podcast|feed|lists?|briefing|alerts?|updates|edition|inbox|app|site|paper|magazine)"
)
_ASK = (
    rf"(?:subscribe|sign up|register|donate)(?:(?: ?[:|–—]| (?:now|today|here|below|free|online|via|monthly|once|with us)\b"
    rf"| to (?:us|our|this|get|receive|read|continue|follow|stay|support|keep|the {_LETTER})\b"
    rf"| for (?:us|our|free|full|unlimited|updates|news|daily|weekly|more|access|an? {_LETTER}|the {_LETTER})\b"
    rf"| and (?:get|receive|read|never|stay)\b).{{0,160}})?"
    r"|become a (?:member|supporter|subscriber|patron)\b(?! of\b).{0,160}"
    r"|support (?:us (?:on|by|with|at|via|today|from)|(?:our|independent|local|quality) "
    r"(?:work|journalism|reporting|news\w*|site|paper))\b.{0,140}"
)
"""What pages ask of their readers; news asks for blood."""


LINES: dict[str, tuple[str, ...]] = {
    "share bar": (
        rf"(?:{_ACTION}|{_NETWORK})(?:[\s|·•/,:+&-]+{_BUTTON}(?!\w))*[:.!]?",
        r"(?:share|print|save|e-?mail|bookmark|listen to|like|rate|tweet|comment on) (?:this|the)\b.{0,60}",
        r"(?:поделиться|печать|комментарии|подписаться|teilen|drucken|kommentare|partager|imprimer|compartir|imprimir"
        r"|comentarios|condividi|stampa|delen|udostępnij|paylaş)\b.{0,60}",
    ),
    "counter": (
        r"[\d.,]+ ?[km]? (?:total )?(?:views?|reads?|shares?|comments?|likes?|claps?|reactions?|просмотр\w*)\b.{0,60}",
        r"(?:views?|reads?|shares?|comments?|likes?|просмотр\w*) ?[:(] ?[\d.,]+ ?[km]?\)?.{0,40}",
        r"\d+ ?(?:min(?:ute)?s?|hours?|days?|weeks?)(?: |-)(?:read|ago)\b.{0,60}",
        r"(?:reading|estimated|read)(?: reading)? time\b.{0,40}",
    ),
    "comments": (
        r"(?:no|leave a|add a|post a|write a|be the first to|join the|view|show|read|all|\d+) (?:all )?"
        r"(?:comments?|conversation|discussion|reply)\b.{0,120}",
        r"(?:comments?|discussion) (?:on this \w+ )?(?:are |is )?(?:now )?(?:closed|off|disabled|moderated)\b.{0,80}",
        r"(?:log|sign) ?in (?:to|or|and)\b.{0,80}",
        r"(?:what do you think|tell us|let us know|have your say)\b.{0,120}",
    ),
    "subscription": (
        rf"(?:please |why not )?(?:{_ASK})",
        r"(?:did you |do you )?(?:enjoy(?:ing|ed)?|likes?|liked|loved?|having fun with|already a)"
        r" (?:this|what|our|subscriber)\b.{0,60}\?.{0,140}",
        r"(?:click|tap|press) (?:here|below|the|to|on|right here)\b.{0,120}",
        r"(?:get|receive|want|never miss) .{0,80}\b(?:newsletters?|inbox|alerts?|briefing|app|unlimited access)\b.{0,80}",
        r"(?:join|follow) .{0,40}\b(?:newsletter|channel|readers|subscribers|members)\b.{0,80}",
        r"(?:our|the|free|daily|weekly|morning|evening) .{0,30}newsletter\b.{0,80}[:!]",
        r"(?:abonnieren|newsletter|abonnez-vous|suscríbase|suscríbete|iscriviti|подпишитесь)\b.{0,80}",
        r"(?:download|install|open|try) (?:our|the|in) (?:\w+ )?app\b.{0,80}",
    ),
    "advertisement": (
        rf"(?:advertisements?|advert|ad|sponsored(?: content| links?)?|promoted(?: content)?|paid (?:content|post)"
        rf"|partner content|anzeige|werbung|publicité|publicidad|pubblicità|реклама){_TAIL}[:.]?",
        r"(?:article|story|text|this story)? ?continues? (?:below|after|reading)\b.{0,60}",
        r"(?:scroll|swipe) (?:down|on|to)\b.{0,60}",
    ),
    "links": (
        r"(?:more on|more from|read more|read also|read next|see also|also read|related|recommended|trending|watch|listen"
        r"|up next|in pictures|don'?t miss|lesen sie auch|mehr zum thema|à lire aussi|lire aussi|lea también"
        r"|читайте также|most read|most popular)\b.{0,40}:.{0,160}",
        r"(?:read|see) (?:more|also|next|the full)\b.{0,100}",
        r"(?:related|recommended|trending|popular|latest|top|more) (?:stories|articles|news|posts|topics|content|reading"
        r"|headlines|coverage)\b.{0,60}",
        r"(?:more|latest|related) (?:on|from|in)\b[^.]{0,60}:?",
        r"(?:you (?:may|might) also (?:like|enjoy)|most (?:read|popular|viewed|shared)|don'?t miss|up next"
        r"|editor'?s (?:picks?|choice)|recommended for you|from around the web|in case you missed it)\b.{0,60}",
        rf"(?:follow|find|join) (?:us|(?:him|her|them|the author|[\w. ]{{1,40}}) (?:on|at) (?:@|{_NETWORK})\b|@).{{0,100}}",
        r"https?://\S+",
        r"@\w+",
    ),
    "forum": (
        r"(?:originally )?(?:posted|written|submitted|started|shared|uploaded) (?:by|in|on|at|from)\b.{0,100}",
        r"(?:joined|registered|member since|posts|messages|location|reputation|karma|rank|status|thread|topic|subject)"
        r" ?: ?.{0,80}",
        r"(?:senior|junior|new|active|registered|gold|premium)? ?(?:member|moderator|administrator|user|poster)\b.{0,40}",
        r"(?:quote|spoiler|reply with quote|re|fwd?|attachments?|signature|edit|edited)\b ?:?.{0,80}(?<![.])",
        r"(?:last )?edited by\b.{0,100}",
        r"(?:found|copied|saw|seen|grabbed|taken|pasted) (?:this|it)? ?(?:on|from|in|at)\b.{0,120}",
        r"(?:thought|thanks|thank you|hope|sorry|mods?|admins?|please (?:delete|move|discuss|share))\b.{0,160}[!:)]",
        r"(?:upvote|downvote|report(?: post| this)?|permalink|award|op)\b.{0,60}",
        r"sent from my\b.{0,60}",
        r"(?:page|post|message|reply) #?\d+(?: (?:of|/) \d+)?.{0,40}",
        r"[-_=*~.#]{3,}",
    ),
    "scraper": (
        r"the post .{1,140} (?:appeared first|first appeared) on .{1,60}",
        r"(?:disclaimer|legal notice) ?:.{0,220}",
        r"(?:notice|note|editor'?s note) ?: (?:this (?:article|story|post|page|site|text)|our|we|please|views|opinions)\b.{0,200}",
        r"(?:we|this (?:web)?site) (?:do(?:es)? not|don't|doesn't) (?:own|claim|host)\b.{0,200}",
        r"all (?:content|images|text|materials?|credits?)\b.{0,60}\b(?:belongs?|goes?|owners?|authors?)\b.{0,100}",
        r"(?:if you (?:are|have|want|would like|need|believe)|to (?:report|unsubscribe|contact|remove))\b.{0,60}"
        r"\b(?:contact|e-?mail|write|removed?|unsubscribe|let us know|us)\b.{0,120}",
        r"you (?:are receiving|received|can unsubscribe|are reading)\b.{0,160}",
        r"(?:unsubscribe|forward (?:this|it)|view (?:this|it) in)\b.{0,100}",
        r"(?:this (?:page|site|content)|our (?:page|site)) (?:is|was|may|has|contains|requires)\b.{0,160}",
    ),
    "legal": (
        r"(?:copyright )?(?:© ?|\(?c\) )(?:\d{4}|copyright|by\b|(?-i:[A-ZÀ-Þ])).{0,160}",
        r"copyright(?: ?\d{4}(?:[-–, ]+\d{4})?)?(?:[.,;:|–-]| by\b| (?-i:[A-ZÀ-Þ])).{0,160}",
        r"copyright(?: notice| policy)?",
        r".{0,80}\ball rights reserved\b.{0,100}",
        r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.{0,200}",
        r"(?:accept|manage|reject) (?:all )?(?:cookies?|preferences|settings)\b.{0,60}",
        r"(?:cookie|privacy) (?:policy|settings|notice|preferences)\b.{0,80}",
        r"(?:terms (?:of|and)|contact us|about us|advertise with|back to (?:top|home)|skip to)\b.{0,80}",
    ),
    "labels": (
        r"(?:tags?|tagged|topics?|categor(?:y|ies)|filed under|keywords|posted in|labels?) ?(?:as|under)? ?: ?.{0,180}",
        r"home ?[>»/|].{0,100}",
        r"(?:photo(?:graph)?|image|picture|video|graphic|featured image|file (?:photo|image|picture)|caption)"
        r" ?(?:by\b|credit|courtesy|:|/).{0,140}",
        r"(?:menu|search|close|home|news|loading|next|previous|prev|top|more|play|pause|load more.{0,20}"
        r"|show (?:more|less|all)|view (?:all|more))[.…]*",
    ),
    "byline and date": (
        rf"(?:words |written |posted |reported |story |edited |published )?by {_NAME}(?:(?:, | ?[|·•–—-] ?)[^.!?]{{0,100}})?",
        rf"(?:(?:last |first )?(?:published|updated|posted|modified|created|date|on)(?: (?:on|at))?:? ?)?(?:{_DATE}){_TIME}{_TAIL}",
        r"(?:last |first )?(?:published|updated|posted|modified)(?: (?:on|at))?: ?.{0,60}",
        r"(?:last )?(?:published|updated|posted|modified) \d+ ?(?:min(?:ute)?s?|hours?|days?|weeks?|months?) ago",
        r"(?:our |a )?(?:staff (?:writer|reporter|correspondent)|(?:news|web|online) (?:desk|team|staff)|admin)"
        rf"{_TAIL}",
        r"this (?:article|story|post) (?:was|has been) (?:last |first )?(?:updated|amended|corrected|modified)\b.{0,140}",
        r"(?:e-?mail|phone|tel|fax|call us|write to|contact)\s*:.{0,100}",
    ),
}
"""Kinds of boilerplate, each with the patterns of a whole line, matched without regard to case.

They apply to lines that do not end like a sentence.
"""

_PIECE = r"(?:article|story|post|page|text|piece|report|video|newsletter|site|content)"

SENTENCES: dict[str, tuple[str, ...]] = {
    "share bar": (
        rf"(?:share|print|save|e-?mail|bookmark|listen to|like|rate|tweet|comment on) this {_PIECE}\b.{{0,60}}",
    ),
    "comments": (
        r"(?:leave|add|post|write) a (?:comment|reply)\b.{0,120}",
        r"be the first to (?:comment|reply)\b.{0,80}",
        r"your e-?mail (?:address )?will not be (?:published|shared|made public)\b.{0,100}",
        r"comments? (?:on this \w+ )?(?:are |is )?(?:now )?(?:closed|off|disabled|moderated)\b.{0,80}",
        r"(?:log|sign) ?in (?:to|or|and) .{0,60}\b(?:comment|reply|post|account|continue|conversation|read)\b.{0,40}",
        r"(?:what do you think|tell us|let us know|have your say)\b.{0,80}\b(?:comments?|below|e-?mail|poll)\b.{0,60}",
        r"(?:what do you think|have your say|tell us what you think|let us know what you think)[.!?]*",
    ),
    "subscription": (
        rf"(?:please |why not )?(?:{_ASK})[.!]?",
        rf"(?:did you |do you )?(?:enjoy(?:ing|ed)?|likes?|liked|loved?|having fun with|already a)"
        rf" (?:(?:this|our) {_PIECE}|what you|subscriber|member)\b.{{0,60}}\?.{{0,140}}",
        r"(?:enjoy(?:ing|ed)|liked?|loved?) this\?.{0,140}",
        r"forward (?:this|it) to (?:a|your) friends?\b.{0,80}",
        r"(?:click|tap|press) (?:right )?(?:here|below|(?:on )?the (?:link|button|image|picture|icon))"
        r" (?:to|for|and|below|above)\b.{0,120}",
        r"(?:get|receive|want|never miss) .{0,80}\b(?:newsletters?|inbox|briefing|unlimited access)\b.{0,80}",
        r"(?:join|follow) (?:us|our|over|more than|[\d.,]+) .{0,40}\b(?:newsletter|channel|readers|subscribers|members)\b.{0,80}",
        r"(?:download|install|try) (?:our|the) (?:\w+ )?app\b.{0,80}",
    ),
    "advertisement": (
        r"(?:this )?(?:article|story|text) continues (?:below|after)\b.{0,60}",
        r"(?:scroll|swipe) (?:down|on) (?:to|for)\b.{0,60}",
    ),
    "links": (
        r"(?:more on this|read more|read also|read next|see also|also read|related|recommended|trending|up next"
        r"|don'?t miss|lesen sie auch|mehr zum thema|à lire aussi|lire aussi|lea también|читайте также|most read) ?:.{0,180}",
        r"(?:read|see) the (?:full|original|whole|complete) .{0,60}\b(?:here|at|on|in)\b.{0,60}",
        r"(?:follow|find) (?:us|the author) (?:on|at|@).{0,100}",
        r"in case you missed it\b.{0,80}",
    ),
    "forum": (
        r"originally (?:posted|written|submitted|uploaded) (?:by|in|on|at)\b.{0,100}",
        r"last edited by\b.{0,100}",
        r"(?:found|copied|saw|grabbed|pasted) this (?:on|from|in|at)\b.{0,120}",
        r"(?:thanks|thank you) for (?:reading|sharing|visiting|posting|your (?:visit|support|comment))\b.{0,120}",
        r"(?:thought|hope|sorry|mods?|admins?|please (?:delete|move|discuss|share))\b.{0,160}[!:)]",
        r"sent from my\b.{0,60}",
    ),
    "scraper": (
        r"the post .{1,140} (?:appeared first|first appeared) on .{1,60}",
        r"(?:disclaimer|legal notice) ?:.{0,220}",
        r"(?:we|this (?:web)?site) (?:do(?:es)? not|don't|doesn't) (?:own|claim|host)\b.{0,200}",
        r"all (?:content|images|text|materials?|credits?)\b.{0,60}\b(?:belongs?|goes?|owners?|authors?)\b.{0,100}",
        r"(?:if you (?:are|have|want|would like|need|believe)|to (?:report|unsubscribe|contact|remove))\b.{0,100}"
        r"\b(?:contact|e-?mail|write to|tell|mail) (?:us|me|the (?:author|editor|webmaster)|[\w.]+@)\b.{0,120}",
        r"you (?:are receiving this|received this (?:e-?mail|message|newsletter)|can unsubscribe)\b.{0,160}",
        r"(?:unsubscribe|view (?:this|it) in (?:your|a) browser)\b.{0,100}",
        r"this (?:web)?(?:page|site) (?:may contain|contains (?:links|affiliate)|requires (?:javascript|cookies)"
        r"|is (?:protected|not affiliated))\b.{0,160}",
    ),
    "legal": (
        r"(?:copyright )?(?:© ?|\(?c\) )(?:\d{4}|by\b|(?-i:[A-ZÀ-Þ])).{0,160}",
        r"copyright(?: \w+)? \d{4}(?:[-–, ]+\d{4})?(?:[.,;:|–-]| by\b| (?-i:[A-ZÀ-Þ])|$).{0,160}",
        r".{0,120}\ball rights reserved\b.{0,100}",
        r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? uses? cookies\b.{0,200}",
        r"(?:accept|manage|reject) (?:all )?cookies?\b.{0,60}",
        r"terms (?:of (?:use|service|sale)|and conditions)\b.{0,80}",
    ),
    "labels": (
        r"(?:photo(?:graph)?|image|picture|graphic|featured image|file (?:photo|image|picture)|caption)"
        r"(?: by| credit| courtesy)? ?[:/].{0,140}",
    ),
    "byline and date": (
        rf"(?:(?:last |first )?(?:published|updated|posted|modified|created|date|on)(?: (?:on|at))?:? ?)?(?:{_DATE}){_TIME}",
        r"this (?:article|story|post) (?:was|has been) (?:last |first )?(?:updated|amended|corrected|modified)\b.{0,140}",
    ),
}
"""Patterns for any line: narration never reads like this, with or without a full stop."""
