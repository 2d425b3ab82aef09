"""How fast, how punctual and how small is the source process with ten thousand feeds?"""
