"""The catalogue: what can be measured, in which words reports say it, one YAML file a domain in a folder a family."""

from extract.catalogue.loader import CatalogueError, families, load
from extract.catalogue.model import Catalogue, Indicator

__all__ = ["Catalogue", "CatalogueError", "Indicator", "families", "load"]
