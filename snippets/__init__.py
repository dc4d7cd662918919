"""The code that the handbook shows: one module a chapter, run and checked by the tests."""
