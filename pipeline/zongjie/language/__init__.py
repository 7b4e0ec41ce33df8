"""The grammar of Chinese quantities, times, masks and phrases; nothing but the tokenizer knows spaCy."""
