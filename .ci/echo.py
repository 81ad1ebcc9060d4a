"""httpbin, and under /parts what it does not say of a multipart body: names of files, and headers of parts.

The body is read by Werkzeug, whether it has a length or comes in chunks, which httpbin refuses.
"""

import flask
import werkzeug.middleware.dispatcher
from httpbin import app

parts = flask.Flask("parts")


@parts.post("/echo")
def echo():
    request = flask.request
    fields = [{"name": name, "value": value} for name, value in request.form.items(multi=True)]
    files = [
        {
            "name": name,
            "fileName": file.filename,
            "headers": {key.lower(): value for key, value in file.headers.items()},
            "size": len(data),
            "text": data[:100].decode("utf-8", "replace"),
        }
        for name, file in request.files.items(multi=True)
        for data in [file.read()]
    ]
    return {"fields": fields, "files": files, "length": request.content_length}


app.wsgi_app = werkzeug.middleware.dispatcher.DispatcherMiddleware(app.wsgi_app, {"/parts": parts})
