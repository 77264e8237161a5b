"""webapp: the pages, the JSON API and the command line `quanze`.

Reads a request, calls `assistant`, renders; holds no rule about documents. May import assistant and corpus.
Its two doors are `webapp.app.create_app` and `webapp.cli.main`; neither is imported here, so that commands start fast.
Add a page as a view in a blueprint module and a template, a word users see in `data/`.
"""

from webapp.config import WebConfig, default_data_dir

__all__ = ["WebConfig", "default_data_dir"]
