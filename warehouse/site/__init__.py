"""The static site: a release as pages that need no server and no network (`xianjian site`).

The pages are a few shells of HTML; what they show is read from data files, JavaScript that hands over JSON, because
a page opened from a folder may not read files any other way. A county, an indicator and year, or a report is a file
of its own, loaded when a page asks for it.
"""
