// An entry of one page, beside the usual one.
document.documentElement.dataset.extra = 'ran'
