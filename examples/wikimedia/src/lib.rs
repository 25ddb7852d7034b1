//! Facts about artists from Wikidata, Wikipedia and DBpedia.
//! Must not hold how any of them is asked: each has a module of its own.
