"""Reads RSS, Atom and RDF: splits a document into items and reads only those not read before."""
