"""Parts of the search engines; the site knows only `rmtc.search.index` and opens `rmtc.search.whoosh_index`."""
