"""`newsbot demo`: the whole path over a sample site on this machine, without key or network."""
