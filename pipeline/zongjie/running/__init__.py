"""Where the stages meet: from sources to reports, and to scores."""
