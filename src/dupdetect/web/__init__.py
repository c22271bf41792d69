"""The editors' page: a local web page, and a JSON API beside it, over the same calls as the command line.

server      the address is taken, and uvicorn runs the app on it
app         the app put together: guard, pages, API, and what they share
guard       who may ask, and how much: Host and Origin, size and time of a request, headers of an answer
pages, api  what can be asked, by people and by programs
uploads     the texts and files of a form
results     findings for the pages: kept for a while, in memory, and never much
tasks       processes of the sandbox do the work, so that the server answers meanwhile
runner      what they do: compare, scan, check, look into the archive, render

Requests name texts, files that came with them, and articles of the archive by their ids; none names a path.
"""
