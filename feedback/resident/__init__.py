"""The HTML pages of residents, and the open data.

Imports neither `feedback.admin` nor `feedback.graphql` nor `pages.graphql`; may import every
package below them.
"""
