"""How a case is asked about: rules, the sets they form, and the facts that they may ask for."""
