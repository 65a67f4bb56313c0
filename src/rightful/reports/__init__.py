"""Reports: an ``Answer`` becomes a ``Document`` of blocks, and the blocks become a page."""
