qlab_add_gui_test(charts
  SOURCES test_charts_data.cpp test_charts_export.cpp test_charts_math.cpp test_charts_ticks.cpp test_charts_view.cpp
  LINK qlab_app_charts)
