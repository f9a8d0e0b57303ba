"""Python imports this where PYTHONPATH names its folder (docs.python.org, module site).

SecantusDB 0.7.0b3 looks at every document of a collection for an update whose filter has an operator at its top (`$or`), also where the
filter names the `_id`; MongoDB finds that one document (an IDHACK or IXSCAN plan). With it a batch of 100 sessions takes 6 s among 4,000
of them, and 0.25 s among none. Here the one clause is looked up; the server itself then tries the whole filter on what was found.
"""

from secantus import storage

_candidates = storage.Storage._try_index_id_keys


def _by_id(self, db, coll, filter, **options):
    if filter and len(filter) > 1 and isinstance(filter.get("_id"), str):
        filter = {"_id": filter["_id"]}
    return _candidates(self, db, coll, filter, **options)


storage.Storage._try_index_id_keys = _by_id
