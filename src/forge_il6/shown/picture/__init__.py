"""The course as a picture: one layout, written as SVG or drawn by matplotlib."""
