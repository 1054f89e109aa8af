package vite
