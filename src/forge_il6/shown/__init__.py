"""What a person looks at: the report, the card, and the picture of a course."""
