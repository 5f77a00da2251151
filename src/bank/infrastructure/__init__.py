"""Adapters, one package a technology."""
