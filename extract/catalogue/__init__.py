"""The catalogue: what can be measured, in which words reports say it, one YAML file a domain in a folder a family."""

from extract.catalogue.families import CatalogueError, Family, all_families, families
from extract.catalogue.loader import load
from extract.catalogue.model import Catalogue, Indicator

__all__ = ["Catalogue", "CatalogueError", "Family", "Indicator", "all_families", "families", "load"]
