"""The desk: a local web page on which editors judge drafts beside the passages they rest on.

    guard (hosts, methods, origins, headers) ──▶ sessions (who is it) ──▶ pages (what is shown) │ acts (what is done)

Pages are made on the server; the scripts are our own and add only keys and highlighting. Text from sources, models and
editors reaches a page through the templates' escaping alone: no page of a source is ever served as such.
"""

from newsbot.desk.application import application
from newsbot.desk.sessions import Sessions

__all__ = ["Sessions", "application"]
