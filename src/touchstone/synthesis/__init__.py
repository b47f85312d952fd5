"""The built-in corpus: people, light, cameras and voices from code and a seed, with defects of known kind and strength."""
