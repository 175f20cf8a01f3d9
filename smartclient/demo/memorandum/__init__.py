"""The memorandum on the server: what it says, how grants come and end, who watches, and what is told to the school."""
