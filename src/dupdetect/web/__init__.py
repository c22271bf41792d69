"""The editors' page: a local web page, and a JSON API beside it, over the same calls as the command line.

server      binds the address and runs the app with uvicorn
app         assembles guard, pages and API
guard       who may ask, and how much: Host and Origin, size and time of a request, headers of an answer
pages, api  the requests of people and of programs
uploads     the texts and files of a form
results     findings for the pages, in memory: the latest ones, within a limit
tasks       processes of the sandbox do the work, so that the server answers meanwhile
runner      their tasks: compare, scan, check, read the archive, render

Requests name texts, files that came with them, and articles of the archive by their ids; none names a path.
"""
