"""예제 (yeje): runs the site's programs and puts what they print and draw into the pages.

Two phases that never mix: *run* (``build``, ``runner``, ``run/``) executes programs and stores
their outputs; *render* (``extension``, ``render``, ``notebook``) reads stored outputs and never
executes anything. ``CONTRIBUTING.md`` draws the whole house.
"""
