"""The agents on Faust, the only room that imports it. One agent per file; every agent has the same five beats:
decode, decide, send, remember, count."""
